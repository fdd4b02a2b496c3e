/** What each quality means by which technicians are compared. */

const MEANS: Record<string, string> = {
  weighted_load: 'How little work this person has ahead, graver tickets counting more.',
  expected_completion: 'How soon it would probably be solved here.',
  skill_match: 'How well this person knows this kind of ticket.',
  scarcity: 'Keeps people free for what only they can do.',
  fairness: 'Who has had less to do so far today.',
  continuity: 'Whether this person knows the ticket or its requester already.',
  rating: 'What requesters said of this person’s answers.',
  recent_workload: 'Who has had less work lately.',
  idle: 'How long ago this person’s last ticket came.',
  free_share: 'How many places are still free.',
  fewest_active: 'Who holds the fewest tickets.',
  rotation: 'Whose turn it is.',
  weighted_rotation: 'Whose turn it is, by the size of the queue.',
};

export function meaningOf(factor: string): string | undefined {
  return MEANS[factor];
}

/** 'counts for 35 %' */
export function weightWords(weight: number): string {
  return `counts for ${Math.round(weight * 100)} %`;
}
