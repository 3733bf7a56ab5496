/** Why a start stops (PL-10, PL-15): one sentence for the operator that names the thing and the remedy; exit code 2. */
export class StartRefusal extends Error {}
