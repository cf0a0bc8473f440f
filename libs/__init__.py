"""What the services share: a framework-free domain base, the chassis, the contracts and the commune's data."""
