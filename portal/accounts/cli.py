"""Commands about people: the first member of staff."""

import os

import click
from flask import current_app
from flask.cli import AppGroup

from portal.accounts.service import appoint_staff
from portal.infra.web import perform, public_url
from portal.kernel.viewer import StaffRole

accounts_cli = AppGroup("accounts", help="People and their accounts.")


@accounts_cli.command("create-staff")
@click.argument("email")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in StaffRole]),
    help="Give it twice for both.",
)
@click.option("--name", help="How the person is called; the address, if left out.")
def create_staff(email: str, roles: tuple[str, ...], name: str | None) -> None:
    """Put EMAIL on the staff and print a link to choose a password."""
    if "@" not in email:
        raise click.BadParameter("Enter an e-mail address, like name@example.com", param_hint="EMAIL")
    appointed = perform(
        appoint_staff,
        email=email,
        name=name or email.split("@", maxsplit=1)[0],
        roles=[StaffRole(role) for role in roles],
    )
    click.echo(f"{email} is on the staff now ({', '.join(sorted(set(roles)))}).")
    if not (os.environ.get("PUBLIC_URL") or os.environ.get("PORT")):
        click.echo(
            f"The link leads to {current_app.config['PUBLIC_URL']}. Where the portal answers elsewhere, "
            "set PUBLIC_URL (or PORT) as for the portal itself, and run this again.",
            err=True,
        )
    click.echo(
        f"To choose a password, open this link by {appointed.expires_at:%d %B %Y, %H:%M} UTC; it works once:"
    )
    click.echo(public_url("accounts_public.choose_password", token=appointed.token))
