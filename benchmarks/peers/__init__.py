"""What others would match the same posts with: each loads the same columns and applies the same rules."""

PEERS = {
    "brute": "brute.BruteNumPy",
    "polars": "polars_peer.Polars",
    "duckdb": "duckdb_peer.DuckDB",
    "tantivy": "tantivy_peer.Tantivy",
    "postgresql": "postgres_peer.PostgreSQL",
    "sqlite": "sqlite_peer.SQLite",
}
"""Each by its short name, quick ones first: its module and class, imported only where it is asked."""
