"""Which spare workers fit which essential work: gates, score, evidence, search and plans."""
