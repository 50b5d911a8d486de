"""Everything that is done with cases; other features open them by these names."""

from portal.remedy.service.reports import (
    AlreadyOpen,
    CaseOpened,
    NoOfferWithThisCode,
    keep_case_taken_back,
    open_case_by_rule,
    report_by_member,
    report_by_staff,
    report_by_worker,
)

__all__ = [
    "AlreadyOpen",
    "CaseOpened",
    "NoOfferWithThisCode",
    "keep_case_taken_back",
    "open_case_by_rule",
    "report_by_member",
    "report_by_staff",
    "report_by_worker",
]
