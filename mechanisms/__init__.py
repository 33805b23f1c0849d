"""The double auctions of Matsushima, *Large Auction Design in Dominance* (2004), and their markets."""
