"""What an outside body is there for, in words."""

from flask_babel import lazy_gettext as _

from portal.compliance.bodies.domain import BodyKind

BODIES = {
    BodyKind.INSPECTORATE: _("Labour inspection"),
    BodyKind.LICENSING: _("Licences of agencies"),
    BodyKind.HELPLINE: _("Help against force, threats and kept papers"),
    BodyKind.UNION: _("Trade union"),
    BodyKind.ADVICE: _("Advice on rights at work"),
}
