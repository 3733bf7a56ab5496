/** What is said of one's signature (IN-116). */
export const words = {
  signature: 'Signature',
  text: 'Letters that you approve bear it where their template says {{approver.signature}}; without one, your name stands there.',
  hint: 'PNG or JPEG on a white or clear ground, at most 1 MB and 3,000 × 1,500 pixels. In a letter it is at most 5 cm wide and 2 cm high.',
  picture_of: (name: string) => `The signature of ${name}`,
  set_now: 'Set your signature',
  drop: { choose: 'Choose a picture', or_drop: 'or drop it here', drop: 'Drop the picture' },
  drop_other: { choose: 'Choose another picture', or_drop: 'or drop it here', drop: 'Drop the picture' },
  remove: 'Remove',
  remove_title: 'Remove your signature?',
  remove_text: 'Letters that you approve from now on bear your name. Those that you approved already stay as they are.',
  removed: 'Removed your signature',
} as const;
