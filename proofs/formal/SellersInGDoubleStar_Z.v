Load "Over_Z".
From Matsushima Require Import Theorem1_Z.
Load "SellersInGDoubleStar_body".
