"""A worker is offered work: key terms, opening, questions, the answer."""
