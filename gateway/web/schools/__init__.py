"""The schools of the commune, for anybody."""
