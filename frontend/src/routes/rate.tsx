/** The page behind the links of a mail that asks for a rating; nobody needs to sign in. */

import { useParams, useSearchParams } from 'react-router';
import { AuthFrame } from '@/features/auth/auth-frame';
import { SurveyForm } from '@/features/feedback/survey-form';

export function RatePage() {
  const { token = '' } = useParams();
  const [search] = useSearchParams();
  const score = Number(search.get('score'));
  const clicked = Number.isInteger(score) && score >= 1 && score <= 5 ? score : null;
  return (
    <AuthFrame title="How was the help you got?" about="Your answer goes to the team.">
      <SurveyForm token={token} clicked={clicked} />
    </AuthFrame>
  );
}
