"""Cases: reports of fees and other wrongs, worked on until the workers say that they are remedied."""
