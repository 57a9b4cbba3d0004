/**
 * E-mails: written in the addressee's language, kept until they are sent, sent by SMTP, or shown on the machine itself.
 *
 * <p>Tables: email.outbox, email.suppression, email.mailbox. Events in: {@code EmailRequested}. Events out: none.
 */
@NullMarked
package ai.chatforge.email;

import org.jspecify.annotations.NullMarked;
