"""What stops a match, an introduction or an offer for a while: holds, licences, other authorities."""
