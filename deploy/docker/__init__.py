"""The product in containers: its image, and the files that tell each container what it may know."""
