"""Only known keys reach the log, so that no name and no address can."""

from portal.infra.logs import fault, keep_allowed


def test_an_unknown_key_is_dropped() -> None:
    entry = {"event": "mail handled", "mail_id": "1", "email": "ana@farm.example", "name": "Ana"}
    assert keep_allowed(None, "info", entry) == {"event": "mail handled", "mail_id": "1"}


def test_a_fault_is_told_by_its_kind_and_line_not_by_its_words() -> None:
    try:
        int("ana@farm.example")
    except ValueError as error:
        said = fault(error)
    assert said["error"] == "ValueError"
    assert said["where"].startswith("test_log_keys.py:")
    assert "ana" not in str(said)
