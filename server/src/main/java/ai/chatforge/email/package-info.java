/**
 * E-mails: written in the addressee's language, kept until they are sent by SMTP, Amazon SES, Resend or Postmark, or
 * shown on the machine itself. What providers tell of bounces and complaints is heeded, and what addressees do not want.
 *
 * <p>Tables: email.outbox, email.suppression, email.feedback, email.opt_out, email.mailbox. Events in: {@code EmailRequested}. Events out: none.
 */
@NullMarked
package ai.chatforge.email;

import org.jspecify.annotations.NullMarked;
