import { vi } from 'vitest'

// Runs before each file of tests: files share a process, and must not share what our modules remember.
vi.resetModules()
