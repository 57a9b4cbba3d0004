package ai.chatforge.platform.service;

import ai.chatforge.platform.persistence.OpenTransactions;
import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Refuses a call to another service inside an open transaction, in one process too: it would be atomic there and not
 * when the services are split.
 */
final class NoTransactionAcrossServices extends DefaultPointcutAdvisor {
    NoTransactionAcrossServices() {
        super(new InternalCalls(), (MethodInterceptor) invocation -> {
            if (OpenTransactions.any()) {
                throw new IllegalStateException("Call to " + invocation.getMethod() + " inside an open transaction");
            }
            return invocation.proceed();
        });
    }

    private static final class InternalCalls extends StaticMethodMatcherPointcut {
        InternalCalls() {
            setClassFilter(type -> AnnotatedElementUtils.hasAnnotation(type, InternalApi.class));
        }

        @Override
        public boolean matches(Method method, Class<?> target) {
            for (Class<?> api : org.springframework.util.ClassUtils.getAllInterfacesForClass(target)) {
                if (api.isAnnotationPresent(InternalApi.class)
                        && org.springframework.util.ClassUtils.hasMethod(api, method)) {
                    return true;
                }
            }
            return false;
        }
    }
}
