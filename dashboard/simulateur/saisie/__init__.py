"""What is typed, loaded or observed becomes the situation the simulator computes."""
