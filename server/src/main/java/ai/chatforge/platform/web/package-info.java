/** What every HTTP request passes: ids, limits, headers, paging, the web application. */
@NullMarked
package ai.chatforge.platform.web;

import org.jspecify.annotations.NullMarked;
