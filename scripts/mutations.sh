#!/usr/bin/env bash
# Break lines of settlement, clock and exhaustion code in turn, in a copy of the last commit, and
# show that a test of escrow or of the primitives fails for each. Prints a table; ends with an error
# if a mutant survives.
#
#   ./scripts/mutations.sh [NUMBER…]               (default: all)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_toolchain
cd "$LEASEHOLD_ROOT"

COPY="$LEASEHOLD_CACHE/mutants"
rm -rf "$COPY"
mkdir -p "$COPY"
# As new files: cargo goes by their times.
git archive HEAD | tar -x -m -C "$COPY"
cd "$COPY"
LOG="$LEASEHOLD_CACHE/logs/mutations"
mkdir -p "$LOG"
# Enough steps to notice what only a sequence shows, always the same.
export LEASEHOLD_PROPERTY_OPS=1500 LEASEHOLD_PROPERTY_SEED=1 RUST_BACKTRACE=0

WHAT=() FILES=() FROM=() TO=()
# mutant WHAT FILE FROM TO: the text FROM stands exactly once in FILE.
mutant() {
  WHAT+=("$1") FILES+=("$2") FROM+=("$3") TO+=("$4")
}

ACCRUAL=primitives/src/accrual.rs
CLOCK=primitives/src/clock.rs
TYPES=pallets/escrow/src/types.rs
SETTLEMENT=pallets/escrow/src/settlement.rs
STREAMS=pallets/escrow/src/streams.rs
EXHAUSTION=pallets/escrow/src/exhaustion.rs
ACCOUNTS=pallets/escrow/src/accounts.rs
SPONSORS=pallets/escrow/src/sponsors.rs

mutant "accrual rounds up" "$ACCRUAL" \
  "U256::from(elapsed) / U256::from(MS_PER_HOUR);" \
  "U256::from(elapsed) / U256::from(MS_PER_HOUR) + U256::one();"
mutant "exhaustion rounds down" "$ACCRUAL" \
  "u8::from(!(exact % price).is_zero())" "0u8"
mutant "the fee rounds up" "$ACCRUAL" \
  "U256::from(rate.deconstruct()) / U256::from(1_000_000u32);" \
  "U256::from(rate.deconstruct()) / U256::from(1_000_000u32) + U256::one();"
mutant "a silent provider's clock runs on" "$CLOCK" \
  "now.saturating_sub(self.last).min(window.time);" "now.saturating_sub(self.last);"
mutant "a late heartbeat counts in full" "$CLOCK" \
  "if on_time { since } else { since.min(window.time) }" "since"
mutant "a heartbeat in time counts one window at most" "$CLOCK" \
  "if on_time { since } else { since.min(window.time) }" "since.min(window.time)"
mutant "the fee is taken of each payment" "$TYPES" \
  "accrual::fee(self.fee_rate, accrued).checked_sub(self.fees)?" \
  "accrual::fee(self.fee_rate, due)"
mutant "what was paid is not noted" "$SETTLEMENT" \
  "stream.paid = stream.paid.checked_add(amount).ok_or(ArithmeticError::Overflow)?;" ""
mutant "deposits are spent last in, first out" "$SETTLEMENT" \
  "in account.depositors.iter_mut()" "in account.depositors.iter_mut().rev()"
mutant "a used-up stream goes on" "$SETTLEMENT" \
  "stream.state = StreamState::Exhausted;" ""
mutant "what cannot be delivered stops the settlement" "$SETTLEMENT" \
  "Self::owe(id, asset, payer, payee, amount)?;" "return Err(Error::<T>::CannotReceive.into());"
mutant "a settlement does not say that it was made" "$SETTLEMENT" \
  "account.journal.settled_at = now;" ""
mutant "a new price is paid for the past, too" "$STREAMS" \
  "stream.anchor = Self::clock_of(stream);" ""
mutant "a top-up does not settle first" "$ACCOUNTS" \
  "settled = Some(Self::do_settle(id)?);" ""
mutant "a top-up does not count as funds" "$ACCOUNTS" \
  "stream.funds.checked_add(amount).ok_or(ArithmeticError::Overflow)?;" "stream.funds;"
mutant "the agenda looks only once" "$EXHAUSTION" \
  "if stream.state == StreamState::Running {" "if false {"
mutant "sponsors pay above their ceiling" "$SPONSORS" \
  "if outgrown && depositor.held > 0 {" "if outgrown && false {"

swap() { # FILE FROM TO
  python3 - "$@" <<'PY'
import sys
path, old, new = sys.argv[1:]
text = open(path).read()
if text.count(old) != 1:
    sys.exit(f"'{old}' stands {text.count(old)} times in {path}")
open(path, "w").write(text.replace(old, new))
PY
}

# Without the flood, which takes as long as all others. A mutant may make a test go on for ever.
# `test_copy LOG FILTER…`
test_copy() {
  local log="$1"
  shift
  timeout 900 cargo test --locked --no-fail-fast -p leasehold-primitives -p pallet-leasehold-escrow --lib -- \
    --skip agenda_should_work_off_a_flood "$@" >>"$log" 2>&1 </dev/null
}
# First the tests that name what they look at; the random sequences where those see nothing.
passes() {
  : >"$1"
  test_copy "$1" --skip tests::properties && test_copy "$1" tests::properties
}

step "without a mutant"
passes "$LOG/0.log" || fail "the tests fail as they are; see $LOG/0.log"
survivors=0
rows=()
for index in "${!WHAT[@]}"; do
  number=$((index + 1))
  if [ "$#" -gt 0 ] && [[ " $* " != *" $number "* ]]; then continue; fi
  file="${FILES[$index]}" log="$LOG/$number.log"
  step "$number: ${WHAT[$index]}"
  cp "$file" "$COPY/original"
  swap "$file" "${FROM[$index]}" "${TO[$index]}" || fail "mutant $number no longer applies"
  if passes "$log"; then
    result="SURVIVED"
    survivors=$((survivors + 1))
  elif grep -q '^test .* FAILED$' "$log"; then
    count="$(grep -c '^test .* FAILED$' "$log")"
    first="$(sed -n 's/^test \(.*\) \.\.\. FAILED$/\1/p' "$log" | head -n 1)"
    result="\`$first\`$([ "$count" -eq 1 ] || echo " and $((count - 1)) more")"
  elif grep -q 'has been running for over' "$log"; then
    result="a test that never ends"
  else
    fail "mutant $number does not compile; see $log"
  fi
  cp "$COPY/original" "$file"
  rows+=("$(printf '| %2d | %s | %s | %s |' "$number" "${WHAT[$index]}" "$(basename "$file")" "$result")")
done
echo
echo "| # | mutant | file | noticed by |"
echo "| --- | --- | --- | --- |"
printf '%s\n' "${rows[@]}"
[ "$survivors" -eq 0 ] || fail "$survivors mutants survived"
ok "every mutant was noticed"
