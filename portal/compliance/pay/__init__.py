"""The least that may be paid, and the worked example of a payslip."""
