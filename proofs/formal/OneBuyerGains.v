(* In the section of Theorem4.v: what a buyer buys and earns at n = 1, and when one triplicate earns more than another. *)

(* ---- what a buyer buys ---- *)

Definition asks (i : nat) (m m' : triplicate) (b : branch) : message :=
  match b with B1 => first m | B2 => second m [first m] | _ => third m (tuple i (first m) (first m')) end.
(* The price that clears a seller's message and the mate's second message. *)
Definition far_price (d : message) (m : triplicate) : nat :=
  price k np tie (fun x => match x with Seller => fun _ => d | Buyer => fun _ => second m [first m] end) (fun _ => [0]).
Definition price_at (d : message) (m' : triplicate) (p : nat) (b : branch) : nat := match b with B4 => far_price d m' | _ => p end.

(* The seller of the other group. *)
Definition far_seller (i : nat) (phi : grouping) : nat :=
  hd 0 (if is_member i (block 1 0 (phi Buyer)) then block 1 1 (phi Seller) else block 1 0 (phi Seller)).

Lemma buyer_trades : forall phi i, In phi (Phi (2 * 1)) -> i < 2 -> forall ms mb p b,
  trade k Buyer (g_double_star 1 k l np tie ms mb phi p b) i =
  let q := price_at (ms (far_seller i phi)) (mb (mate i)) p b in (q, bundle_of k (asks i (mb i) (mb (mate i)) b q)).
Proof.
  intros phi i I Hi ms mb p b. assert (E : i = 0 \/ i = 1) by lia. simpl in I.
  destruct E; subst i; repeat (destruct I as [<-|I]); try (destruct I); destruct b; reflexivity.
Qed.

Definition u (i : nat) (o : state) (q : nat) (y : nat -> nat) : Q := buyer_pays k P v i o q (bundle_of k y).
Definition with_signal (i a : nat) : list state := filter (fun o => o Buyer i =? a) states.

(* What buyer i with signal a and the triplicate m expects. *)
Definition earned (i : nat) (S : nat -> nat -> message) (m m' : triplicate) (o : state) (t : draw) : Q :=
  let '(phi, (p, b)) := t in let q := price_at (seller_plays S o (far_seller i phi)) m' p b in times (w b) (u i o q (asks i m m' b q)).
Definition gain (i a : nat) (S : nat -> nat -> message) (B : nat -> nat -> triplicate) (m : triplicate) : Q :=
  sum (map (fun t => sum (map (fun o => times (f o) (earned i S m (buyer_plays B o (mate i)) o t)) (with_signal i a))) (draws 1 np)).

Lemma in_draws_1 : forall phi p b, In (phi, (p, b)) (draws 1 np) <-> In phi (Phi (2 * 1)) /\ p < np.
Proof.
  intros phi p b. unfold draws. rewrite !in_prod_iff, in_seq. split; [intros [A [B _]]; split; [exact A|lia]|].
  intros [A B]. split; [exact A|split; [lia|]]. destruct b; simpl; tauto.
Qed.

Lemma mate_differs : forall i, i < 2 -> mate i <> i /\ mate i < 2 /\ mate (mate i) = i.
Proof. intros i Hi. unfold mate. lia. Qed.

Lemma expects_buyer : forall i a S B z, i < 2 -> (expects Buyer i a S (with_buyer B i z) == gain i a S B (z a))%Q.
Proof.
  intros i a S B z Hi. unfold gain. rewrite <- sum_swap_Q. unfold Interdependent.expects. apply sum_comp. intros o I.
  apply filter_In in I. destruct I as [_ E]. apply Nat.eqb_eq in E. rewrite <- times_sum. apply times_comp, sum_comp.
  intros [phi [p b]] J. apply in_draws_1 in J. rewrite buyer_trades by tauto. unfold earned, u. cbv zeta. cbn [pays].
  destruct (mate_differs i Hi) as [N _]. unfold buyer_plays, with_buyer. rewrite Nat.eqb_refl, (proj2 (Nat.eqb_neq _ _) N), E. reflexivity.
Qed.

(* ---- one triplicate against another ---- *)

Definition third_at (i : nat) (m m' : triplicate) : message := third m (tuple i (first m) (first m')).

Lemma price_at_in_P : forall d m' p b, p < np -> price_at d m' p b < np.
Proof. intros d m' p b Hp. destruct b; try exact Hp. apply price_clears; [exact clears|lia]. Qed.

Lemma asks_valid_1 : forall i m m' b, is_triplicate m -> valid k l np (asks i m m' b).
Proof. intros i m m' b [_ [V1 [V2 V3]]]. destruct b; simpl; auto. Qed.

(* What buyer i with signal a expects of a bundle at p. *)
Definition mean (i a p : nat) (y : list nat) : Q := sum (map (fun o => times (f o) (buyer_pays k P v i o p y)) (with_signal i a)).
Definition no_worse (i a : nat) (d e : message) : Prop := forall p, p < np -> (mean i a p (bundle_of k (e p)) <= mean i a p (bundle_of k (d p)))%Q.

Lemma takes_prices_no_worse : forall i a d e, takes_prices i a d -> valid k l np e -> no_worse i a d e.
Proof. intros i a d e [_ T] V p Hp. apply (T p Hp (e p)). intros h Hh. now apply V. Qed.

Section Compare.
Variables i a : nat.
Variable S : nat -> nat -> message.
Variable B : nat -> nat -> triplicate.
Variables m m' : triplicate.
Hypothesis m1 : no_worse i a (first m) (first m').
Hypothesis m2 : no_worse i a (second m [first m]) (second m' [first m']).
Hypothesis m3 : forall o q, In o states -> o Buyer i = a -> q < np ->
  (u i o q (third_at i m' (buyer_plays B o (mate i)) q) <= u i o q (third_at i m (buyer_plays B o (mate i)) q))%Q.

Definition drawn (z : triplicate) (t : draw) : Q := sum (map (fun o => times (f o) (earned i S z (buyer_plays B o (mate i)) o t)) (with_signal i a)).

Lemma drawn_own : forall z phi p b, b = B1 \/ b = B2 ->
  (drawn z (phi, (p, b)) == times (w b) (mean i a p (bundle_of k (match b with B1 => first z | _ => second z [first z] end p))))%Q.
Proof.
  intros z phi p b E. unfold mean. rewrite times_sum. apply sum_comp. intros o _. rewrite times_comm. destruct E; subst b; reflexivity.
Qed.

Lemma compare_draw : forall t, In t (draws 1 np) -> (drawn m' t <= drawn m t)%Q.
Proof.
  intros [phi [p b]] I. apply in_draws_1 in I. destruct I as [_ Hp].
  assert (Third : forall b', b' = B3 \/ b' = B4 -> (drawn m' (phi, (p, b')) <= drawn m (phi, (p, b')))%Q).
  { intros b' E. apply sum_le. intros o I. apply filter_In in I. destruct I as [I O]. apply Nat.eqb_eq in O. apply times_le.
    unfold earned. apply times_le. destruct E; subst b'; apply m3; try assumption; now apply price_at_in_P. }
  destruct b; [| |apply Third; auto|apply Third; auto]; rewrite !drawn_own by auto; apply times_le; [now apply m1|now apply m2].
Qed.

Lemma compare_gains : (gain i a S B m' <= gain i a S B m)%Q.
Proof. apply sum_le. exact compare_draw. Qed.

Lemma compare_strictly_at : forall phi p b, In phi (Phi (2 * 1)) -> p < np -> (drawn m' (phi, (p, b)) < drawn m (phi, (p, b)))%Q ->
  (gain i a S B m' < gain i a S B m)%Q.
Proof. intros phi p b I Hp L. apply (sum_lt (drawn m') (drawn m)) with (x := (phi, (p, b))); [exact compare_draw|now apply in_draws_1|exact L]. Qed.

Lemma some_phi : In (pair_up [0; 1] [0; 1]) (Phi (2 * 1)).
Proof. now left. Qed.

Lemma compare_own_strictly : forall p, p < np ->
  1 <= w B1 /\ (mean i a p (bundle_of k (first m' p)) < mean i a p (bundle_of k (first m p)))%Q \/
  1 <= w B2 /\ (mean i a p (bundle_of k (second m' [first m'] p)) < mean i a p (bundle_of k (second m [first m] p)))%Q ->
  (gain i a S B m' < gain i a S B m)%Q.
Proof.
  intros p Hp [[W L]|[W L]]; [apply (compare_strictly_at _ p B1 some_phi Hp)|apply (compare_strictly_at _ p B2 some_phi Hp)];
    rewrite !drawn_own by auto; now apply times_lt.
Qed.

Lemma compare_strictly : forall o q, 1 <= w B3 -> In o states -> 1 <= f o -> o Buyer i = a -> q < np ->
  (u i o q (third_at i m' (buyer_plays B o (mate i)) q) < u i o q (third_at i m (buyer_plays B o (mate i)) q))%Q ->
  (gain i a S B m' < gain i a S B m)%Q.
Proof.
  intros o q W I F O Hq L. apply (compare_strictly_at _ q B3 some_phi Hq). apply sum_lt with (x := o).
  - intros o' I'. apply filter_In in I'. destruct I' as [I' O']. apply Nat.eqb_eq in O'. apply times_le, times_le. now apply m3.
  - apply filter_In. split; [exact I|now apply Nat.eqb_eq].
  - apply times_lt; [exact F|]. apply times_lt; [exact W|exact L].
Qed.
End Compare.
