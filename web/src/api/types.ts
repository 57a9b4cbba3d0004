/** Short names for the shapes generated from the OpenAPI file. Nothing here is written by hand. */
import type { components } from './schema'

type Schemas = components['schemas']

export type Bot = Schemas['Bot']
export type BotChange = Schemas['BotChange']
export type BotCreate = Schemas['BotCreate']
export type Citation = Schemas['Citation']
export type Conversation = Schemas['Conversation']
export type ConversationDetail = Schemas['ConversationDetail']
export type Export = Schemas['Export']
export type Message = Schemas['Message']
export type Model = Schemas['Model']
export type Profile = Schemas['Profile']
export type Problem = Schemas['Problem']
export type Segment = Schemas['Segment']
export type SegmentList = Schemas['SegmentList']
export type Session = Schemas['Session']
export type Source = Schemas['Source']
export type TrainingStatus = Schemas['TrainingStatus']
export type User = Schemas['User']
