"""How an Answer looks: what the page says, an Answer as safe HTML, the stylesheet and the scripts."""
