"""Where a web server, and the `flask` command, find the portal."""

from portal.app import create_app

app = create_app()
