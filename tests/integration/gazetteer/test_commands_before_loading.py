"""The gazetteer from the command line, on an empty database."""

from flask import Flask

from portal.gazetteer.cli import gazetteer_cli


def test_finding_reads_the_shipped_files_while_the_database_is_empty(app: Flask) -> None:
    result = app.test_cli_runner().invoke(gazetteer_cli, ["find", "Boston", "--country", "GB"])
    assert (result.exit_code, result.output) == (0, "Boston, Lincolnshire, GB (52.9763, -0.0266)\n")
