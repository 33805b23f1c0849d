(* (9), the sellers of Theorem 4 (section 3.3), for payoffs in V; SellersInGDoubleStar_Z.v, ... say what V is. *)
From Coq Require Import List Arith Permutation Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar OwnMessage GDoubleStar.
Import ListNotations.

(* ---- definitions ---- *)

Definition announce (ms : nat -> message) (i : nat) (d : message) : nat -> message := fun j => if (j =? i)%nat then d else ms j.

(* The lottery of G**: a grouping, a price and a branch.  w b is proportional to the probability of the branch: eta, eta,
   eta, 1 - 3 eta; groupings and prices are equally likely. *)
Definition draw := (grouping * (nat * branch))%type.
Definition draws (n np : nat) : list draw := list_prod (Phi (2 * n)) (list_prod (seq 0 np) [B1; B2; B3; B4]).

(* What seller i earns at a draw, times w. *)
Definition seller_earns (n k l np : nat) tie (w : branch -> nat) (u : payoff) ms mb (i : nat) (t : draw) : V :=
  let '(phi, (p, b)) := t in let (q, y) := trade k Seller (g_double_star n k l np tie ms mb phi p b) i in times (w b) (u q y).
Definition seller_expects n k l np tie w u ms mb i : V := sum (map (seller_earns n k l np tie w u ms mb i) (draws n np)).

(* Signals: a state says what everybody sees, f is proportional to its probability.  Strategies choose by own signal.
   Her own payoff does not depend on the others' signals (Condition 2). *)
Definition state := side -> nat -> nat.
Definition interim (states : list state) (f : state -> nat) n k l np tie w u (S : nat -> nat -> message) (B : nat -> nat -> triplicate) (i a : nat) (d : message) : V :=
  sum (map (fun o => times (f o) (seller_expects n k l np tie w u (announce (fun j => S j (o Seller j)) i d) (fun j => B j (o Buyer j)) i))
           (filter (fun o => (o Seller i =? a)%nat) states)).

Definition strategies_valid n k l np (S : nat -> nat -> message) (B : nat -> nat -> triplicate) : Prop :=
  (forall j a, valid k l np (S j a)) /\ forall o : nat -> nat, asks_valid n k l np (fun j => B j (o j)).

(* S_i^1: no other strategy is never worse, at any own signal and against any strategies of the others, and sometimes
   better.  `u a` is her payoff function at the own signal a, of which there are `signals`. *)
Definition dominated (states : list state) (f : state -> nat) n k l np tie w (signals : nat) (u : nat -> payoff) (i : nat) (s : nat -> message) : Prop :=
  exists s', (forall a, valid k l np (s' a)) /\
  let expects := fun (z : nat -> message) S B a => interim states f n k l np tie w (u a) S B i a (z a) in
  (forall S B a, strategies_valid n k l np S B -> (a < signals)%nat -> expects s S B a <= expects s' S B a) /\
  (exists S B a, strategies_valid n k l np S B /\ (a < signals)%nat /\ expects s S B a < expects s' S B a).

(* ---- the own message: what is offered, clamped between two bounds ---- *)

Lemma serve_nth : forall L1 x L2 t, nth (length L1) (serve (L1 ++ x :: L2) t) 0%nat = Nat.min x (t - list_sum L1).
Proof. induction L1 as [|a L1 IH]; simpl; intros x L2 t; [now rewrite Nat.sub_0_r|]. rewrite IH. f_equal. lia. Qed.

Lemma clamp : forall l L1 L2 t x, (x <= l)%nat ->
  nth (length L1) (serve_or_raise l (L1 ++ x :: L2) t) 0%nat =
  Nat.max (Nat.min l (t - list_sum L1 - list_sum L2 - list_sum (map (fun a => l - a) L1)))%nat (Nat.min x (Nat.min l (t - list_sum L1)))%nat.
Proof.
  intros l L1 L2 t x Hx. set (R := list_sum (map (fun a => l - a)%nat L1)).
  unfold serve_or_raise. rewrite list_sum_app. simpl. destruct (Nat.leb_spec t (list_sum L1 + (x + list_sum L2))).
  - rewrite serve_nth. lia.
  - rewrite plus_each_nth by (now rewrite serve_length, map_length). rewrite app_nth2, Nat.sub_diag by lia. simpl.
    rewrite map_app. simpl. replace (length L1) with (length (map (fun a => l - a)%nat L1)) by apply map_length.
    rewrite serve_nth. fold R. lia.
Qed.

Lemma entry_nth : forall g1 i g2 xs, ~ In i g1 -> entry i (g1 ++ i :: g2) xs = nth (length g1) xs 0%nat.
Proof.
  induction g1 as [|j g1 IH]; intros i g2 [|x xs] N; simpl; try reflexivity.
  - now rewrite Nat.eqb_refl.
  - rewrite (proj2 (Nat.eqb_neq i j)) by (intro; subst; apply N; now left). apply IH. intro; apply N; now right.
Qed.

Lemma announce_own : forall ms i d, announce ms i d i = d.
Proof. intros. unfold announce. now rewrite Nat.eqb_refl. Qed.
Lemma named_announce : forall ms i d g q h, ~ In i g -> named (announce ms i d) g q h = named ms g q h.
Proof.
  intros. apply map_ext_in. intros j J. unfold announce. rewrite (proj2 (Nat.eqb_neq j i)); [reflexivity|].
  intro; subst; contradiction.
Qed.

Section Sellers.
Variables n k l np : nat.
Variable tie : list nat -> nat.
Hypothesis clears : picks_a_minimiser tie.
Variable w : branch -> nat.

(* In which group she is, at which price she trades, and what she sells. *)
Definition sells ms md (gs gb : list nat) (q i : nat) : list nat :=
  bundle_of k (fun h => entry i gs (serve_or_raise l (named ms gs q h) (total md gb q h))).

Lemma trade_of_seller : forall ms mb phi p b i, is_grouping (2 * n) phi -> (i < 2 * n)%nat -> (p < np)%nat ->
  exists beta q, (beta < 2)%nat /\ (q < np)%nat /\ (b = B1 -> q = p) /\
  In i (block n beta (phi Seller)) /\ NoDup (block n beta (phi Seller)) /\
  forall d, trade k Seller (g_double_star n k l np tie (announce ms i d) mb phi p b) i =
    (q, sells (announce ms i d) (demand n mb (block n beta (phi Buyer)) b) (block n beta (phi Seller)) (block n beta (phi Buyer)) q i).
Proof.
  intros ms mb phi p b i G Hi Hp.
  assert (K : forall beta, In i (block n beta (phi Seller)) -> ~ In i (block n (1 - beta) (phi Seller)) -> forall d,
    at_price (double_star_group n k l np tie (announce ms i d) mb phi p b beta) = match b with B4 => second_price n k np tie ms mb (group n (1 - beta) phi) | _ => p end).
  { intros beta I N d. destruct b; try reflexivity. simpl. apply price_of_a_group. intros [] j J; [|reflexivity].
    unfold announce. destruct (Nat.eqb_spec j i); [subst; contradiction|reflexivity]. }
  assert (Q : forall beta, (match b with B4 => second_price n k np tie ms mb (group n (1 - beta) phi) | _ => p end < np)%nat).
  { intros beta. destruct b; try exact Hp. apply price_clears; [exact clears|lia]. }
  destruct (in_one_block n (phi Seller) i (G Seller) Hi) as [[I O]|[O I]].
  - exists 0%nat, (match b with B4 => second_price n k np tie ms mb (group n (1 - 0) phi) | _ => p end).
    split; [lia|split; [apply Q|split; [now intros ->|split; [exact I|split; [apply (block_NoDup n 0 _ (2 * n)), G|]]]]].
    intros d. unfold g_double_star. cbn [map trade].
    change (members (double_star_group n k l np tie (announce ms i d) mb phi p b 0) Seller) with (block n 0 (phi Seller)).
    rewrite (proj2 (is_member_In _ _) I), (K 0%nat I O). f_equal. apply bundle_ext. intros h _.
    change (amounts (double_star_group n k l np tie (announce ms i d) mb phi p b 0) Seller h)
      with (serve_or_raise l (named (announce ms i d) (block n 0 (phi Seller)) (at_price (double_star_group n k l np tie (announce ms i d) mb phi p b 0)) h)
            (total (demand n mb (block n 0 (phi Buyer)) b) (block n 0 (phi Buyer)) (at_price (double_star_group n k l np tie (announce ms i d) mb phi p b 0)) h)).
    now rewrite (K 0%nat I O).
  - exists 1%nat, (match b with B4 => second_price n k np tie ms mb (group n (1 - 1) phi) | _ => p end).
    split; [lia|split; [apply Q|split; [now intros ->|split; [exact I|split; [apply (block_NoDup n 1 _ (2 * n)), G|]]]]].
    intros d. unfold g_double_star. cbn [map trade].
    change (members (double_star_group n k l np tie (announce ms i d) mb phi p b 0) Seller) with (block n 0 (phi Seller)).
    change (members (double_star_group n k l np tie (announce ms i d) mb phi p b 1) Seller) with (block n 1 (phi Seller)).
    rewrite (is_member_not _ _ O), (proj2 (is_member_In _ _) I), (K 1%nat I O). f_equal. apply bundle_ext. intros h _.
    change (amounts (double_star_group n k l np tie (announce ms i d) mb phi p b 1) Seller h)
      with (serve_or_raise l (named (announce ms i d) (block n 1 (phi Seller)) (at_price (double_star_group n k l np tie (announce ms i d) mb phi p b 1)) h)
            (total (demand n mb (block n 1 (phi Buyer)) b) (block n 1 (phi Buyer)) (at_price (double_star_group n k l np tie (announce ms i d) mb phi p b 1)) h)).
    now rewrite (K 1%nat I O).
Qed.

Lemma own_offer : forall ms mb phi p b i, is_grouping (2 * n) phi -> (i < 2 * n)%nat -> (p < np)%nat ->
  exists q low high, (q < np)%nat /\ (forall h, (low h <= high h)%nat /\ (high h <= l)%nat) /\ forall d, valid k l np d ->
    trade k Seller (g_double_star n k l np tie (announce ms i d) mb phi p b) i =
    (q, bundle_of k (fun h => Nat.max (low h) (Nat.min (d q h) (high h)))).
Proof.
  intros ms mb phi p b i G Hi Hp. destruct (trade_of_seller ms mb phi p b i G Hi Hp) as [beta [q [_ [Hq [_ [I [ND T]]]]]]].
  apply in_split in I. destruct I as [g1 [g2 E]]. rewrite E in ND, T. apply NoDup_remove in ND. destruct ND as [_ N].
  assert (N1 : ~ In i g1) by (intro; apply N, in_or_app; now left).
  assert (N2 : ~ In i g2) by (intro; apply N, in_or_app; now right).
  set (asked := fun h => total (demand n mb (block n beta (phi Buyer)) b) (block n beta (phi Buyer)) q h).
  exists q, (fun h => Nat.min l (asked h - list_sum (named ms g1 q h) - list_sum (named ms g2 q h) - list_sum (map (fun a => l - a)%nat (named ms g1 q h))))%nat,
            (fun h => Nat.min l (asked h - list_sum (named ms g1 q h)))%nat.
  split; [exact Hq|split; [intros; lia|]]. intros d Vd. rewrite T. f_equal. apply bundle_ext. intros h Hh.
  rewrite entry_nth by exact N1. unfold named at 1. rewrite map_app. simpl. rewrite announce_own.
  change (map (fun j => announce ms i d j q h) g1) with (named (announce ms i d) g1 q h).
  change (map (fun j => announce ms i d j q h) g2) with (named (announce ms i d) g2 q h).
  rewrite !named_announce by assumption. fold (asked h).
  replace (length g1) with (length (named ms g1 q h)) by apply map_length. apply clamp. now apply Vd.
Qed.

(* ---- if: price-taking is dominant ---- *)

Lemma times_le : forall t x y, x <= y -> times t x <= times t y.
Proof. induction t; simpl; intros x y H; [arith|]. specialize (IHt _ _ H). arith. Qed.
Lemma times_lt : forall t x y, (1 <= t)%nat -> x < y -> times t x < times t y.
Proof. induction t as [|[|t] IH]; intros x y H L; [lia|simpl; arith|]. specialize (IH x y ltac:(lia) L). simpl in *. arith. Qed.

Section Decline.
Variable f : nat -> V.
Hypothesis concave : forall t, (S (S t) <= l)%nat -> f (S (S t)) - f (S t) <= f (S t) - f t.
Lemma falls_from_the_best : forall d, (forall x, (x <= l)%nat -> f x <= f d) -> forall j x, (d <= x)%nat -> (x + j <= l)%nat -> f (x + j)%nat <= f x.
Proof.
  intros d Best j; induction j; intros x Hd H; [rewrite Nat.add_0_r; arith|]. rewrite Nat.add_succ_r. specialize (IHj x Hd ltac:(lia)).
  destruct (ordered (f (S (x + j))) (f (x + j)%nat)) as [G|L]; [arith|exfalso].
  set (t := (x + j)%nat) in *. pose proof (increments_fall f l concave d (t - d) ltac:(lia)) as I. replace (d + (t - d))%nat with t in I by lia.
  pose proof (Best (S d) ltac:(lia)). arith.
Qed.
Lemma clamp_of_the_best : forall d y low high, (d <= l)%nat -> (forall x, (x <= l)%nat -> f x <= f d) -> (low <= high)%nat -> (high <= l)%nat -> (y <= l)%nat ->
  f (Nat.max low (Nat.min y high)) <= f (Nat.max low (Nat.min d high)).
Proof.
  intros d y low high Hd Best H1 H2 Hy. set (z := Nat.max low (Nat.min y high)). assert (Z : (low <= z <= high)%nat) by lia.
  destruct (le_lt_dec low d) as [A|A]; [destruct (le_lt_dec d high) as [B|B]|].
  - replace (Nat.max low (Nat.min d high)) with d by lia. apply Best. lia.
  - replace (Nat.max low (Nat.min d high)) with high by lia. pose proof (rises_to_the_best f l concave d Hd Best (high - z) z ltac:(lia)) as R.
    now replace (z + (high - z))%nat with high in R by lia.
  - replace (Nat.max low (Nat.min d high)) with low by lia. pose proof (falls_from_the_best d Best (z - low) low ltac:(lia) ltac:(lia)) as R.
    now replace (low + (z - low))%nat with z in R by lia.
Qed.
End Decline.

Lemma in_draws : forall phi p b, In (phi, (p, b)) (draws n np) -> is_grouping (2 * n) phi /\ (p < np)%nat.
Proof.
  intros phi p b I. unfold draws in I. rewrite !in_prod_iff in I. destruct I as [I1 [I2 _]]. apply in_seq in I2.
  split; [now apply Phi_spec|lia].
Qed.

(* Against every profile of messages of the others, no message earns her more than a price-taking one. *)
Theorem price_taking_is_best : forall P c i d, (i < 2 * n)%nat -> Condition_1 k l Seller c -> valid k l np d ->
  price_taking k l np (trader_payoff k Seller P c) d -> forall ms mb d', valid k l np d' ->
  seller_expects n k l np tie w (trader_payoff k Seller P c) (announce ms i d') mb i <=
  seller_expects n k l np tie w (trader_payoff k Seller P c) (announce ms i d) mb i.
Proof.
  intros P c i d Hi H1 Vd PT ms mb d' Vd'. apply sum_le. intros [phi [p b]] I. apply in_draws in I. destruct I as [G Hp].
  unfold seller_earns. destruct (own_offer ms mb phi p b i G Hi Hp) as [q [lo [hi [Hq [HB H]]]]].
  rewrite (H d Vd), (H d' Vd'). apply times_le. unfold trader_payoff. rewrite !separable_bundle. apply sum_le. intros h Hh.
  apply in_seq in Hh. destruct (HB h) as [B1 B2]. apply (clamp_of_the_best (gain Seller P c q h)); try assumption.
  - intros t Ht. apply (gain_concave k l); auto; lia.
  - apply Vd; lia.
  - intros t Ht. apply (best_by_commodity k l np (gain Seller P c) d PT Vd); lia.
  - apply Vd'; lia.
Qed.

(* ---- only if, for n >= 2: one buyer asks l at p in every message; all other sellers offer everything ---- *)

Definition generous : nat -> message := fun _ _ _ => l.
Definition asker (p : nat) : nat -> triplicate :=
  fun j => let m := fun q h => if ((j =? 0) && (q =? p))%nat then l else 0%nat in {| first := m; second := fun _ => m; third := fun _ => m |}.

Lemma asker_demand : forall p gb b j, demand n (asker p) gb b j = first (asker p j).
Proof. intros. now destruct b. Qed.
Lemma asked_elsewhere : forall p gb g b q h, (~ In 0%nat g \/ q <> p) -> total (demand n (asker p) gb b) g q h = 0%nat.
Proof.
  intros p gb g b q h H. unfold total, named. rewrite (sum_const _ 0%nat); [lia|]. intros j J. rewrite asker_demand. simpl.
  destruct (Nat.eqb_spec j 0); [subst|reflexivity]. destruct H as [H|H]; [contradiction|]. now rewrite (proj2 (Nat.eqb_neq q p) H).
Qed.
Lemma asked_there : forall p gb g b h, NoDup g -> In 0%nat g -> total (demand n (asker p) gb b) g p h = l.
Proof.
  intros p gb g b h ND I. apply in_split in I. destruct I as [g1 [g2 ->]]. apply NoDup_remove in ND. destruct ND as [_ N].
  unfold total, named. rewrite map_app, list_sum_app. simpl. rewrite asker_demand. simpl. rewrite Nat.eqb_refl.
  rewrite !(sum_const _ 0%nat); [lia| |]; intros j J; rewrite asker_demand; simpl; destruct (Nat.eqb_spec j 0); try reflexivity; subst;
    exfalso; apply N, in_or_app; auto.
Qed.

Lemma sells_nothing : forall p g gb b q i e, (~ In 0%nat gb \/ q <> p) ->
  sells (announce generous i e) (demand n (asker p) gb b) g gb q i = bundle_of k (fun _ => 0%nat).
Proof.
  intros. apply bundle_ext. intros h _. rewrite asked_elsewhere by assumption. unfold serve_or_raise. simpl. apply entry_of_nothing.
Qed.

(* Where the buyer asks, she sells what she offers if she is first and there is another seller, else nothing. *)
Lemma sells_first : forall p g1 g2 gb b i e, ~ In i g1 -> ~ In i g2 -> NoDup gb -> In 0%nat gb -> (1 <= length g1 + length g2)%nat ->
  valid k l np e -> (p < np)%nat ->
  sells (announce generous i e) (demand n (asker p) gb b) (g1 ++ i :: g2) gb p i =
  match g1 with [] => bundle_of k (e p) | _ => bundle_of k (fun _ => 0%nat) end.
Proof.
  intros p g1 g2 gb b i e N1 N2 ND I Len Ve Hp.
  assert (L : forall g h, list_sum (named generous g p h) = (length g * l)%nat) by (intros; unfold named; apply sum_const; reflexivity).
  assert (Z : forall g h, list_sum (map (fun a => l - a)%nat (named generous g p h)) = 0%nat).
  { intros g h. unfold named. rewrite map_map. rewrite (sum_const _ 0%nat); [lia|]. intros j _. unfold generous. lia. }
  assert (E : forall h, (h < k)%nat -> entry i (g1 ++ i :: g2) (serve_or_raise l (named (announce generous i e) (g1 ++ i :: g2) p h) (total (demand n (asker p) gb b) gb p h))
     = Nat.min (e p h) (l - length g1 * l)).
  { intros h Hh. rewrite asked_there by assumption. rewrite entry_nth by exact N1. unfold named at 1. rewrite map_app. simpl. rewrite announce_own.
    change (map (fun j => announce generous i e j p h) g1) with (named (announce generous i e) g1 p h).
    change (map (fun j => announce generous i e j p h) g2) with (named (announce generous i e) g2 p h).
    rewrite !named_announce by assumption. replace (length g1) with (length (named generous g1 p h)) at 1 by apply map_length.
    rewrite clamp by now apply Ve. rewrite !L, Z. specialize (Ve p h Hp Hh).
    destruct (length g1) as [|a]; [destruct (length g2) as [|c]; simpl in *; lia|simpl; lia]. }
  destruct g1 as [|a g1]; unfold sells; apply bundle_ext; intros h Hh; rewrite E by exact Hh; simpl; [specialize (Ve p h Hp Hh)|]; lia.
Qed.

Lemma isolated_seller : (2 <= n)%nat -> forall p i d d', (p < np)%nat -> (i < 2 * n)%nat -> valid k l np d -> valid k l np d' ->
  (forall q, q <> p -> d q = d' q) -> forall phi p' b, is_grouping (2 * n) phi -> (p' < np)%nat ->
  let t := fun e => trade k Seller (g_double_star n k l np tie (announce generous i e) (asker p) phi p' b) i in
  (forall e, valid k l np e -> t e = (p, bundle_of k (e p))) \/ t d = t d'.
Proof.
  intros n2 p i d d' Hp Hi Vd Vd' Same phi p' b G Hp' t.
  destruct (trade_of_seller generous (asker p) phi p' b i G Hi Hp') as [beta [q [B [Hq [_ [I [ND T]]]]]]].
  assert (NDb : NoDup (block n beta (phi Buyer))) by apply (block_NoDup n beta _ (2 * n)), G.
  assert (Len : length (block n beta (phi Seller)) = n) by (apply (block_length n 2); [apply order_length, G|exact B]).
  unfold t. destruct (Nat.eq_dec q p) as [->|Nq].
  - destruct (in_dec Nat.eq_dec 0%nat (block n beta (phi Buyer))) as [J|J].
    + apply in_split in I. destruct I as [g1 [g2 E]]. rewrite E in ND, T, Len. apply NoDup_remove in ND. destruct ND as [_ N].
      assert (N1 : ~ In i g1) by (intro; apply N, in_or_app; now left).
      assert (N2 : ~ In i g2) by (intro; apply N, in_or_app; now right).
      rewrite app_length in Len. simpl in Len. destruct g1 as [|a g1].
      * left. intros e Ve. rewrite T. f_equal. apply (sells_first p [] g2); try assumption. simpl in *. lia.
      * right. rewrite !T. f_equal. rewrite !(sells_first p (a :: g1) g2) by (try assumption; simpl; lia). reflexivity.
    + right. rewrite !T. f_equal. rewrite !sells_nothing by auto. reflexivity.
  - right. rewrite !T. f_equal. rewrite !sells_nothing by auto. reflexivity.
Qed.

Lemma isolated_seller_happens : (2 <= n)%nat -> forall p i, (p < np)%nat -> (i < 2 * n)%nat -> exists phi, In phi (Phi (2 * n)) /\
  forall e, valid k l np e -> trade k Seller (g_double_star n k l np tie (announce generous i e) (asker p) phi p B1) i = (p, bundle_of k (e p)).
Proof.
  intros n2 p i Hp Hi. destruct (in_split i (seq 0 (2 * n))) as [u1 [u2 E]]; [apply in_seq; lia|].
  set (a := i :: u1 ++ u2). assert (Pa : is_order (2 * n) a) by (unfold is_order; rewrite E; apply Permutation_middle).
  exists (pair_up a (seq 0 (2 * n))). assert (H : In (pair_up a (seq 0 (2 * n))) (Phi (2 * n))) by (apply Phi_complete; [exact Pa|apply Permutation_refl]).
  split; [exact H|]. apply Phi_spec in H. destruct (trade_of_seller generous (asker p) _ p B1 i H Hi Hp) as [beta [q [B [_ [Hq [I [ND T]]]]]]].
  rewrite (Hq eq_refl) in T. assert (I0 : In i (block n 0 a)) by (unfold block, a; simpl; destruct n; [lia|now left]).
  assert (Z : beta = 0%nat). { destruct beta; [reflexivity|]. assert (beta = 0%nat) by lia. subst. pose proof (other_block n a i 1 Pa Hi B I) as O. contradiction. }
  subst beta. intros e Ve. rewrite T. f_equal. cbn [pair_up] in *.
  assert (F : block n 0 a = i :: firstn (n - 1) (u1 ++ u2)) by (unfold block, a; simpl; destruct n; [lia|]; simpl; now rewrite Nat.sub_0_r).
  assert (Len : length (block n 0 a) = n) by (apply (block_length n 2); [now apply order_length|lia]).
  rewrite F in ND, Len |- *. apply NoDup_cons_iff in ND. destruct ND as [N _]. simpl in Len.
  apply (sells_first p [] (firstn (n - 1) (u1 ++ u2))); try assumption; try (intros []); try (simpl; lia).
  - apply (block_NoDup n 0 _ (2 * n)), Permutation_refl.
  - unfold block. simpl. destruct n; [lia|now left].
Qed.

Lemma generous_and_asker_valid : forall p, (forall j, valid k l np (generous j)) /\ asks_valid n k l np (asker p).
Proof.
  intros p. split; [intros j q h _ _; apply Nat.le_refl|]. intros gb b j q h _ _. rewrite asker_demand. simpl.
  destruct ((j =? 0) && (q =? p))%nat; [apply Nat.le_refl|apply Nat.le_0_l].
Qed.

(* Where a bundle y is better at p than what d names, naming y at p instead earns more against some messages. *)
Theorem a_better_bundle_pays : (2 <= n)%nat -> (1 <= w B1)%nat -> forall u i d p y, (i < 2 * n)%nat -> valid k l np d ->
  (p < np)%nat -> is_bundle k l y -> u p (bundle_of k (d p)) < u p (bundle_of k y) ->
  seller_expects n k l np tie w u (announce generous i d) (asker p) i <
  seller_expects n k l np tie w u (announce generous i (fun q h => if (q =? p)%nat then y h else d q h)) (asker p) i.
Proof.
  intros n2 w1 u i d p y Hi Vd Hp Hy G. set (d' := fun q h => if (q =? p)%nat then y h else d q h).
  assert (Vd' : valid k l np d'). { intros q h Hq Hh. unfold d'. destruct (Nat.eqb_spec q p); [now apply Hy|now apply Vd]. }
  assert (Same : forall q, q <> p -> d q = d' q). { intros q Nq. unfold d'. now rewrite (proj2 (Nat.eqb_neq q p) Nq). }
  assert (Ed : d' p = y) by (unfold d'; now rewrite Nat.eqb_refl).
  destruct (isolated_seller_happens n2 p i Hp Hi) as [phi [I One]].
  unfold seller_expects. apply sum_lt with (x := (phi, (p, B1))).
  - intros [phi' [p' b]] J. apply in_draws in J. destruct J as [G' Hp']. unfold seller_earns.
    destruct (isolated_seller n2 p i d d' Hp Hi Vd Vd' Same phi' p' b G' Hp') as [E|E].
    + rewrite (E d Vd), (E d' Vd'), Ed. apply times_le. arith.
    + rewrite E. destruct (trade k Seller (g_double_star n k l np tie (announce generous i d') (asker p) phi' p' b) i). arith.
  - unfold draws. rewrite !in_prod_iff. split; [exact I|split; [apply in_seq; lia|now left]].
  - unfold seller_earns. rewrite (One d Vd), (One d' Vd'), Ed. now apply times_lt.
Qed.

(* ---- a price-taking message exists ---- *)

Lemma best_amount : forall (f : nat -> V) m, exists t, (t <= m)%nat /\ forall x, (x <= m)%nat -> f x <= f t.
Proof.
  intros f m. induction m as [|m [t [Ht B]]]; [exists 0%nat; split; [lia|]; intros x Hx; replace x with 0%nat by lia; arith|].
  destruct (ordered (f (S m)) (f t)) as [G|G].
  - exists t. split; [lia|]. intros x Hx. destruct (Nat.eq_dec x (S m)) as [->|]; [exact G|apply B; lia].
  - exists (S m). split; [lia|]. intros x Hx. destruct (Nat.eq_dec x (S m)) as [->|]; [arith|]. specialize (B x ltac:(lia)). arith.
Qed.
Lemma finite_choice {X} (x0 : X) : forall (R : nat -> X -> Prop) m, (forall h, (h < m)%nat -> exists x, R h x) ->
  exists f : nat -> X, forall h, (h < m)%nat -> R h (f h).
Proof.
  intros R m. induction m as [|m IH]; intros H; [exists (fun _ => x0); intros; lia|].
  destruct (H m ltac:(lia)) as [x Hx]. destruct IH as [f F]; [intros h Hh; apply H; lia|].
  exists (fun h => if (h =? m)%nat then x else f h). intros h Hh. destruct (Nat.eqb_spec h m) as [->|]; [exact Hx|apply F; lia].
Qed.
Theorem price_taking_exists : forall g, exists d, valid k l np d /\ price_taking k l np (separable k g) d.
Proof.
  intros g. destruct (finite_choice (fun _ : nat => 0%nat) (fun p a => forall h, (h < k)%nat -> (a h <= l)%nat /\ forall x, (x <= l)%nat -> g p h x <= g p h (a h)) np) as [d D].
  - intros p _. apply (finite_choice 0%nat (fun h t => (t <= l)%nat /\ forall x, (x <= l)%nat -> g p h x <= g p h t)).
    intros h _. apply best_amount.
  - exists d. split; [intros p h Hp Hh; now apply (D p Hp)|]. intros p Hp y Hy. rewrite !separable_bundle. apply sum_le.
    intros h Hh. apply in_seq in Hh. apply (D p Hp h); [lia|apply Hy; lia].
Qed.

(* ---- (9) ---- *)

Variable states : list state.
Variable f : state -> nat.
Variable signals : nat.
Variable i : nat.
Hypothesis is_seller : (i < 2 * n)%nat.
(* Every own signal has positive probability. *)
Hypothesis likely : forall a, (a < signals)%nat -> exists o, In o states /\ o Seller i = a /\ (1 <= f o)%nat.
Variable P : nat -> nat -> V.
Variable c : nat -> nat -> nat -> V.                          (* own signal, commodity, unit *)
Hypothesis unit_costs_do_not_fall : forall a, (a < signals)%nat -> Condition_1 k l Seller (c a).

(* Round 1 leaves a seller exactly the strategies that take prices at every signal. *)
Theorem equation_9 : (2 <= n)%nat -> (1 <= w B1)%nat -> forall s, (forall a, valid k l np (s a)) ->
  (~ dominated states f n k l np tie w signals (fun a => trader_payoff k Seller P (c a)) i s <->
   forall a, (a < signals)%nat -> price_taking k l np (trader_payoff k Seller P (c a)) (s a)).
Proof.
  intros n2 w1 s Vs. set (u := fun a => trader_payoff k Seller P (c a)).
  assert (Best : forall a d d' S B, (a < signals)%nat -> valid k l np d -> valid k l np d' -> price_taking k l np (u a) d ->
    interim states f n k l np tie w (u a) S B i a d' <= interim states f n k l np tie w (u a) S B i a d).
  { intros a d d' S B Ha Vd Vd' PT. apply sum_le. intros o _. apply times_le. now apply price_taking_is_best; [| apply unit_costs_do_not_fall| | |]. }
  split.
  - intros U a Ha p Hp y Hy.
    destruct (ordered (u a p (bundle_of k y)) (u a p (bundle_of k (s a p)))) as [G|G]; [exact G|exfalso]. apply U.
    destruct (price_taking_exists (gain Seller P (c a))) as [d [Vd PT]].
    exists (fun z => if (z =? a)%nat then d else s z). split; [intros z; destruct (z =? a)%nat; auto|]. split.
    + intros S B z VSB Hz. simpl. destruct (Nat.eqb_spec z a) as [->|]; [|arith]. now apply Best.
    + exists (fun _ _ => fun _ _ => l), (fun j _ => asker p j), a.
      destruct (generous_and_asker_valid p) as [V1 V2].
      split; [split; [intros j z; apply (V1 j)|intros o; exact V2]|]. split; [exact Ha|]. rewrite Nat.eqb_refl.
      destruct (likely a Ha) as [o [Io [Eo Fo]]]. unfold interim. apply sum_lt with (x := o).
      * intros o' _. apply times_le. now apply price_taking_is_best; [| apply unit_costs_do_not_fall| | |].
      * apply filter_In. split; [exact Io|]. now apply Nat.eqb_eq.
      * apply times_lt; [exact Fo|]. change (fun j : nat => (fun _ _ _ : nat => l) (o Seller j)) with generous.
        pose proof (a_better_bundle_pays n2 w1 (u a) i (s a) p y is_seller (Vs a) Hp Hy G) as More.
        set (d' := fun q h => if (q =? p)%nat then y h else s a q h) in More.
        assert (Vd' : valid k l np d') by (intros q h Hq Hh; unfold d'; destruct (Nat.eqb_spec q p); [now apply Hy|now apply Vs]).
        pose proof (price_taking_is_best P (c a) i d is_seller (unit_costs_do_not_fall a Ha) Vd PT generous (asker p) d' Vd') as AtLeast.
        change (u a) with (trader_payoff k Seller P (c a)) in More.
        assert (L : seller_expects n k l np tie w (trader_payoff k Seller P (c a)) (announce generous i (s a)) (asker p) i
                  < seller_expects n k l np tie w (trader_payoff k Seller P (c a)) (announce generous i d) (asker p) i) by arith.
        exact L.
  - intros PT [s' [Vs' [_ [S [B [a [_ [Ha L]]]]]]]]. specialize (Best a (s a) (s' a) S B Ha (Vs a) (Vs' a) (PT a Ha)). cbv zeta in L. arith.
Qed.

End Sellers.

(* With one seller in a group every message of hers is as good as any other, so that (9) is not necessary. *)
Theorem every_message_of_a_single_seller : forall k l np tie w, picks_a_minimiser tie -> forall u i d d', (i < 2)%nat -> valid k l np d -> valid k l np d' ->
  forall ms mb, asks_valid 1 k l np mb -> seller_expects 1 k l np tie w u (announce ms i d') mb i = seller_expects 1 k l np tie w u (announce ms i d) mb i.
Proof.
  intros k l np tie w C u i d d' Hi Vd Vd' ms mb Va. unfold seller_expects. f_equal. apply map_ext_in. intros [phi [p b]] I.
  apply in_draws in I. destruct I as [G Hp]. unfold seller_earns.
  destruct (trade_of_seller 1 k l np tie C ms mb phi p b i G Hi Hp) as [beta [q [B [Hq [_ [I [ND T]]]]]]].
  assert (Lg : forall x, length (block 1 beta (phi x)) = 1%nat) by (intros x; apply (block_length 1 2); [apply order_length, G|exact B]).
  assert (E : forall e, valid k l np e -> trade k Seller (g_double_star 1 k l np tie (announce ms i e) mb phi p b) i =
    (q, bundle_of k (fun h => total (demand 1 mb (block 1 beta (phi Buyer)) b) (block 1 beta (phi Buyer)) q h))); [|now rewrite (E d Vd), (E d' Vd')].
  intros e Ve. rewrite T. f_equal. apply bundle_ext. intros h Hh.
  pose proof (Lg Seller) as Ls. pose proof (Lg Buyer) as Lb.
  destruct (block 1 beta (phi Seller)) as [|j [|]]; try discriminate. destruct I as [->|[]].
  destruct (block 1 beta (phi Buyer)) as [|j [|]]; try discriminate. unfold total, named. simpl. rewrite announce_own, Nat.eqb_refl.
  specialize (Ve q h Hq Hh). pose proof (Va [j] b j q h Hq Hh) as A.
  unfold serve_or_raise. simpl. destruct (Nat.leb_spec (demand 1 mb [j] b j q h + 0) (e q h + 0)); simpl; lia.
Qed.
