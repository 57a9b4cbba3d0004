package ai.chatforge.platform.idempotency;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a handler method: callers may send {@code Idempotency-Key}, and a request that comes again under the same key is
 * answered as before instead of being done again.
 *
 * <ul>
 *   <li>A key belongs to its caller and route, for 24 hours. Answers are kept unless they are 401, 402, 403, 408, 429 or
 *       5xx: after those, the key is free.
 *   <li>The same key with another query or body is refused ({@code idempotency_key_reused}). Uploads are told apart by
 *       their length alone, as they are streamed.
 *   <li>While the first request runs, a second one waits a little, then gets {@code idempotency_in_progress}.
 *   <li>If the process dies before the answer is kept, the key is free again within half a minute.
 *   <li>Event streams are kept as far as they were sent; answers over 1 MiB are not kept, and their key stays taken.
 * </ul>
 *
 * <p>Bodies are kept sealed, as they may show an API key, and cookies are not kept; other header fields lie in the clear.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Idempotent {}
