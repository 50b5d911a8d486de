"""The pages on which people steer their mails."""
