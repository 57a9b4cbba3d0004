import { createBrowserRouter, Navigate } from 'react-router'
import { NotFoundPage } from '@/pages/errors/not-found-page'
import { RouteError } from '@/pages/errors/route-error'
import { AppShell } from './app-shell'
import { Root } from './root'

export const router = createBrowserRouter([
  {
    element: <Root />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <div />,
    children: [
      { path: 'sign-in', lazy: async () => ({ Component: (await import('@/pages/auth/sign-in-page')).SignInPage }) },
      { path: 'sign-up', lazy: async () => ({ Component: (await import('@/pages/auth/sign-up-page')).SignUpPage }) },
      {
        path: 'forgot-password',
        lazy: async () => ({ Component: (await import('@/pages/auth/forgot-password-page')).ForgotPasswordPage }),
      },
      {
        path: 'reset-password',
        lazy: async () => ({ Component: (await import('@/pages/auth/reset-password-page')).ResetPasswordPage }),
      },
      {
        path: 'delete-account',
        lazy: async () => ({ Component: (await import('@/pages/account/delete-account-page')).DeleteAccountPage }),
      },
      {
        path: 'verify-email',
        lazy: async () => ({ Component: (await import('@/pages/auth/verify-email-page')).VerifyEmailPage }),
      },
      {
        path: 'invitation',
        lazy: async () => ({ Component: (await import('@/pages/invitation/invitation-page')).InvitationPage }),
      },
      {
        element: <AppShell />,
        children: [
          // Inside the shell, so that the way to other pages stays.
          {
            errorElement: <RouteError />,
            children: [
              { index: true, element: <Navigate to="/bots" replace /> },
              { path: 'bots', lazy: async () => ({ Component: (await import('@/pages/bots/bots-page')).BotsPage }) },
              {
                path: 'account',
                lazy: async () => ({ Component: (await import('@/pages/account/account-page')).AccountPage }),
              },
              {
                path: 'usage',
                lazy: async () => ({ Component: (await import('@/pages/usage/usage-page')).UsagePage }),
              },
              {
                path: 'bots/:botId',
                lazy: async () => ({ Component: (await import('@/pages/bot/bot-page')).BotPage }),
                children: [
                  { index: true, lazy: async () => ({ Component: (await import('@/pages/bot/bot-start')).BotStart }) },
                  {
                    path: 'sources',
                    lazy: async () => ({ Component: (await import('@/pages/sources/sources-page')).SourcesPage }),
                  },
                  {
                    path: 'sources/:sourceId',
                    lazy: async () => ({ Component: (await import('@/pages/preview/preview-page')).PreviewPage }),
                  },
                  {
                    path: 'chat/:conversationId?',
                    lazy: async () => ({ Component: (await import('@/pages/chat/chat-page')).ChatPage }),
                  },
                  {
                    path: 'evaluation',
                    lazy: async () => ({
                      Component: (await import('@/pages/evaluation/evaluation-page')).EvaluationPage,
                    }),
                  },
                  {
                    path: 'evaluation/sets/:setId',
                    lazy: async () => ({ Component: (await import('@/pages/evaluation/set-page')).SetPage }),
                  },
                  {
                    path: 'evaluation/runs/:runId',
                    lazy: async () => ({ Component: (await import('@/pages/evaluation/run-page')).RunPage }),
                  },
                  {
                    path: 'settings',
                    lazy: async () => ({ Component: (await import('@/pages/settings/settings-page')).SettingsPage }),
                    children: [
                      {
                        index: true,
                        lazy: async () => ({
                          Component: (await import('@/pages/settings/general-settings')).GeneralSettings,
                        }),
                      },
                      {
                        path: 'team',
                        lazy: async () => ({
                          Component: (await import('@/pages/settings/team/team-settings')).TeamSettings,
                        }),
                      },
                      {
                        path: 'keys',
                        lazy: async () => ({
                          Component: (await import('@/pages/settings/keys/key-settings')).KeySettings,
                        }),
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
])
