"""What `kiosque doctor` looks at; each module gives `problems()`, sentences for an operator."""
