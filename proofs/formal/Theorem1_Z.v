Load "Over_Z".
Load "Theorem1_body".
