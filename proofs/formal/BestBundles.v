(* All bundles, and those that are best by one criterion after another. *)
From Coq Require Import List Arith Lia QArith Lqa Bool.
From Matsushima Require Import Outcome GStar Theorem1_Q.
Import ListNotations.
Open Scope nat_scope.

(* ---- definitions ---- *)

Fixpoint bundles (k l : nat) : list (list nat) :=
  match k with 0 => [[]] | S k' => flat_map (fun a => map (cons a) (bundles k' l)) (seq 0 (S l)) end.

(* What is best by c, by the first of the criteria and then by the next, and one of those. *)
Definition top {X} (c : X -> Q) (Y : list X) : list X := filter (fun y => forallb (fun y' => Qle_bool (c y') (c y)) Y) Y.
Fixpoint tops {X} (cs : list (X -> Q)) (Y : list X) : list X := match cs with [] => Y | c :: cs' => tops cs' (top c Y) end.
Definition pick (k l : nat) (cs : list (list nat -> Q)) : list nat := hd [] (tops cs (bundles k l)).
(* The message that names such a bundle at each price. *)
Definition pick_message (k l : nat) (cs : nat -> list (list nat -> Q)) : message := fun p h => nth h (pick k l (cs p)) 0.

(* ---- theorems ---- *)

Lemma bundles_spec : forall k l y, In y (bundles k l) <-> length y = k /\ forall h, h < k -> nth h y 0 <= l.
Proof.
  induction k as [|k IH]; intros l y.
  - simpl. split; [intros [<-|[]]; split; [reflexivity|intros; lia]|]. intros [L _]. destruct y; [now left|discriminate].
  - cbn [bundles]. rewrite in_flat_map. split.
    + intros [a [A Y]]. apply in_seq in A. apply in_map_iff in Y. destruct Y as [z [<- Z]]. apply IH in Z. destruct Z as [L N].
      split; [simpl; lia|]. intros [|h] Hh; simpl; [lia|apply N; lia].
    + intros [L N]. destruct y as [|a z]; [discriminate|]. exists a. split; [apply in_seq; specialize (N 0 ltac:(lia)); simpl in N; lia|].
      apply in_map, IH. split; [simpl in L; lia|]. intros h Hh. apply (N (S h)). lia.
Qed.

Lemma bundle_of_nth : forall k y, length y = k -> bundle_of k (fun h => nth h y 0) = y.
Proof.
  intros k y <-. unfold bundle_of. induction y as [|a y IH]; [reflexivity|]. simpl. f_equal. rewrite <- seq_shift, map_map. exact IH.
Qed.

Lemma bundle_in_bundles : forall k l y, is_bundle k l y -> In (bundle_of k y) (bundles k l).
Proof.
  intros k l y B. apply bundles_spec. split; [unfold bundle_of; now rewrite map_length, seq_length|].
  intros h Hh. rewrite bundle_nth by exact Hh. now apply B.
Qed.

Lemma best_exists {X} : forall (c : X -> Q) (Y : list X), Y <> [] -> exists y, In y Y /\ forall y', In y' Y -> (c y' <= c y)%Q.
Proof.
  intros c Y. induction Y as [|a Y IH]; intros N; [congruence|]. destruct Y as [|b Y].
  - exists a. split; [now left|]. intros y' [->|[]]. lra.
  - destruct IH as [y [I B]]; [discriminate|]. destruct (Qlt_le_dec (c y) (c a)) as [L|L].
    + exists a. split; [now left|]. intros y' [->|J]; [lra|]. specialize (B y' J). lra.
    + exists y. split; [now right|]. intros y' [->|J]; [exact L|now apply B].
Qed.

Lemma top_spec {X} : forall (c : X -> Q) Y y, In y (top c Y) <-> In y Y /\ forall y', In y' Y -> (c y' <= c y)%Q.
Proof.
  intros c Y y. unfold top. rewrite filter_In, forallb_forall. split; intros [I B]; split; try exact I; intros y' J; specialize (B y' J);
    now apply Qle_bool_iff.
Qed.

Lemma top_not_empty {X} : forall (c : X -> Q) Y, Y <> [] -> top c Y <> [].
Proof. intros c Y N E. destruct (best_exists c Y N) as [y B]. apply top_spec in B. rewrite E in B. destruct B. Qed.

Lemma tops_not_empty {X} : forall (cs : list (X -> Q)) Y, Y <> [] -> tops cs Y <> [].
Proof. induction cs as [|c cs IH]; intros Y N; [exact N|]. simpl. now apply IH, top_not_empty. Qed.

Lemma tops_among {X} : forall (cs : list (X -> Q)) Y y, In y (tops cs Y) -> In y Y.
Proof. induction cs as [|c cs IH]; intros Y y I; [exact I|]. apply IH in I. now apply top_spec in I. Qed.

(* What ties by the criteria before c is no better by c. *)
Lemma tops_best {X} : forall (before : list (X -> Q)) c after Y y y', In y (tops (before ++ c :: after) Y) -> In y' Y ->
  (forall b, In b before -> b y' == b y)%Q -> (c y' <= c y)%Q.
Proof.
  induction before as [|b before IH]; intros c after Y y y' I J T; simpl in I.
  - apply tops_among, top_spec in I. now apply I.
  - apply (IH c after (top b Y)); [exact I| |intros; apply T; now right].
    apply top_spec. split; [exact J|]. intros z Z. pose proof (T b (or_introl eq_refl)) as E.
    apply tops_among, top_spec in I. destruct I as [_ I]. specialize (I z Z). lra.
Qed.

Lemma pick_spec : forall k l cs, In (pick k l cs) (tops cs (bundles k l)).
Proof.
  intros k l cs. unfold pick. assert (N : tops cs (bundles k l) <> []).
  { apply tops_not_empty. intro E. assert (I : In (bundle_of k (fun _ => 0)) (bundles k l)) by (apply bundle_in_bundles; intros h _; lia).
    rewrite E in I. destruct I. }
  destruct (tops cs (bundles k l)); [congruence|now left].
Qed.

Theorem pick_message_valid : forall k l np cs, valid k l np (pick_message k l cs).
Proof. intros k l np cs p h _ Hh. pose proof (tops_among _ _ _ (pick_spec k l (cs p))) as I. apply bundles_spec in I. now apply I. Qed.

Lemma pick_message_names : forall k l cs p, bundle_of k (pick_message k l cs p) = pick k l (cs p).
Proof. intros. apply bundle_of_nth. pose proof (tops_among _ _ _ (pick_spec k l (cs p))) as I. apply bundles_spec in I. apply I. Qed.

Theorem pick_message_best : forall k l cs p before c after y, cs p = before ++ c :: after -> is_bundle k l y ->
  (forall b, In b before -> b (bundle_of k y) == b (bundle_of k (pick_message k l cs p)))%Q ->
  (c (bundle_of k y) <= c (bundle_of k (pick_message k l cs p)))%Q.
Proof.
  intros k l cs p before c after y E B T. rewrite pick_message_names in *. apply (tops_best before c after (bundles k l)); [|now apply bundle_in_bundles|exact T].
  rewrite <- E. apply pick_spec.
Qed.
