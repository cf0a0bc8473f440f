"""A throwaway service on the chassis: it notes what it is told, and can be told to fail.

It plays `identity` when it publishes and `household` when it reads, with their databases' roles and broker accounts.
"""
