package ai.chatforge.platform.persistence;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Whether the present thread is inside a transaction, of whichever database. */
public final class OpenTransactions {
    private OpenTransactions() {}

    public static boolean any() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }
}
