import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { queryClient } from '@/app/query-client'
import { Toasts } from '@/components/ui/toast'
import { TooltipProvider } from '@/components/ui/tooltip'
import { ChatPage } from '@/pages/chat/chat-page'

/** The page of a conversation, in the application's own frame. */
export function showChat(botId: string, conversation: string) {
  const router = createMemoryRouter(
    [
      { path: '/bots/:botId/chat/:conversationId?', element: <ChatPage /> },
      { path: '*', element: <p>went on</p> },
    ],
    { initialEntries: [`/bots/${botId}/chat/${conversation}`] },
  )
  render(
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return router
}
