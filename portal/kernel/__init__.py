"""What every feature speaks: pure values, standard library only."""
