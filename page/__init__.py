"""How a conversation goes and how an Answer looks: words, turns, an Answer as safe HTML, stylesheet and scripts."""
