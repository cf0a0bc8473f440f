"""The pages, one package a journey."""
