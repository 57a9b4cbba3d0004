package ai.chatforge.vector;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets questions go before passages: between two passages a core waits while questions are under way. */
final class QuestionsFirst {
    /** After this a passage goes on anyway, so that an endless stream of questions cannot stop all training. */
    private static final long PATIENCE_MILLIS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition noQuestions = lock.newCondition();
    private int questions;

    <T> T question(Supplier<T> work) {
        count(1);
        try {
            return work.get();
        } finally {
            count(-1);
        }
    }

    private void count(int change) {
        lock.lock();
        try {
            questions += change;
            if (questions == 0) {
                noQuestions.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    <T> T passage(Supplier<T> work) throws InterruptedException {
        lock.lock();
        try {
            long patience = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (questions > 0 && patience > 0) {
                patience = noQuestions.awaitNanos(patience);
            }
        } finally {
            lock.unlock();
        }
        return work.get();
    }
}
