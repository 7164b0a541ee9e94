"""Front matter as the Hub reads it: YAML 1.2, with positions, and where Python tools read it differently."""
