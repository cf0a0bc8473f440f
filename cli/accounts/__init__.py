"""What the product is on the servers that it uses: databases and roles, broker accounts and rights, a bucket."""
