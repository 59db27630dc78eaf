import { afterAll } from 'vitest'
import { rest } from './labs.ts'

// Set up first and therefore ended last: after all that a file does itself when it ends.
afterAll(rest)
