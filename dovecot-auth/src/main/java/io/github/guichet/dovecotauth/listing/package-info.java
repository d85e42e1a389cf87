/**
 * Who may list all users, and when. Both the master and the dict protocol list them.
 *
 * <pre>{@code
 * LIST<TAB>1<TAB>user=*      I0<TAB>0<TAB>shared/userdb/<TAB>*
 * }</pre>
 */
@NullMarked
package io.github.guichet.dovecotauth.listing;

import org.jspecify.annotations.NullMarked;
