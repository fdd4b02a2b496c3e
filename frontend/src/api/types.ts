/** Names for the shapes of the API; the only file that knows how the generated schema spells them. */

import type { components } from './generated/schema';

type Schemas = components['schemas'];

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type ApiToken = Schemas['ApiTokenRow'];
export type AssignmentDetail = Schemas['AssignmentDetail'];
export type Attachment = Schemas['AttachmentView'];
export type Candidate = Schemas['Candidate'];
export type Category = Schemas['Category'];
export type CreatedApiToken = Schemas['ApiTokenMade'];
export type Duplicate = Schemas['Duplicate'];
export type FeedbackRow = Schemas['FeedbackRow'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type Impact = Schemas['Level'];
export type Me = Schemas['Me'];
export type Message = Schemas['MessageView'];
export type ModelRow = Schemas['ModelRow'];
export type ModelsPage = Schemas['ModelsPage'];
export type Notification = Schemas['NotificationRow'];
export type NotificationSettings = Schemas['NotificationSettings'];
export type ParkedDelivery = Schemas['ParkedDelivery'];
export type PersonRef = Schemas['PersonRef'];
export type PersonRow = Schemas['PersonRow'];
export type Presence = Schemas['Presence'];
export type Priority = Schemas['Priority'];
export type QualityReport = Schemas['QualityReport'];
export type RatingDetail = Schemas['RatingDetail'];
export type Role = Schemas['Role'];
export type SavedView = Schemas['SavedViewRow'];
export type Scope = Schemas['Scope'];
export type Sentiment = Schemas['Sentiment'];
export type Session = Schemas['SessionState'];
export type ShadowReport = Schemas['ShadowReport'];
export type SimilarTickets = Schemas['SimilarTickets'];
export type Skill = Schemas['Skill'];
export type SolvedTicket = Schemas['SolvedTicket'];
export type SubmitTicket = Schemas['OpenTicket'];
export type Strategy = Schemas['Strategy'];
export type TeamRow = Schemas['TeamRow'];
export type TechnicianRow = Schemas['TechnicianRow'];
export type TicketDetail = Schemas['TicketDetail'];
export type TicketRow = Schemas['TicketRow'];
export type TicketStatus = Schemas['TicketStatus'];
export type TriageDetail = Schemas['TriageDetail'];
export type TriagePreview = Schemas['TriagePreview'];
export type TriageSettings = Schemas['TriageSettings'];
export type Urgency = Schemas['Level'];
export type WaitingRow = Schemas['WaitingRow'];
export type WeekOfTriage = Schemas['WeekOfTriage'];
