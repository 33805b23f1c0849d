Load "Over_R".
From Matsushima Require Import Theorem1_R.
Load "SellersInGDoubleStar_body".
