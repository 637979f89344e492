"""口径说明: definitions, bounds, derivation and comparability, and the data dictionary."""
