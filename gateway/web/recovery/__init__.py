"""Ways back into an account: a forgotten password, a forgotten code famille."""
