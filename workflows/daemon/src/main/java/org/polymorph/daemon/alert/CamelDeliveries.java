package org.polymorph.daemon.alert;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.polymorph.engine.config.AlertReceiver;
import org.polymorph.engine.config.AlertReceiver.Mail;
import org.polymorph.engine.config.AlertReceiver.Tls;
import org.polymorph.engine.config.AlertReceiver.Webhook;
import org.polymorph.engine.config.Secret;
import org.polymorph.engine.store.Alert;
import org.polymorph.model.spi.ConfigurationException;

/** The ways to receivers, as endpoints of a Camel context of their own. */
final class CamelDeliveries implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String ID_HEADER = "X-Polymorph-Alert";

    /** The rest of an address, which may be a secret, and who logs in there. */
    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)(?:[^\\s/@]*@)?([^\\s/?#]+)[^\\s]*");

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final String source;

    /** @param source says in each alert which daemon it comes from */
    CamelDeliveries(String source) {
        this.source = source;
        camel.getGlobalOptions().put(Exchange.LOG_DEBUG_BODY_MAX_CHARS, "0");
        camel.start();
        template = camel.createProducerTemplate();
    }

    /**
     * Makes the way to a receiver.
     *
     * @throws ConfigurationException if there is none such
     */
    Delivery to(AlertReceiver receiver) {
        List<Secret> secrets = new ArrayList<>();
        try {
            if (receiver.way() instanceof Webhook webhook) {
                secrets.add(webhook.url());
                webhook.token().ifPresent(secrets::add);
                return webhook(webhook, secrets);
            }
            if (receiver.way() instanceof Mail mail) {
                mail.login().ifPresent(login -> secrets.add(login.password()));
                return mail(mail, secrets);
            }
            if (receiver.way() instanceof AlertReceiver.Endpoint endpoint) {
                secrets.add(endpoint.uri());
                return endpoint(endpoint, receiver.name(), secrets);
            }
            throw new IllegalStateException("unknown way " + receiver.way());
        } catch (RuntimeCamelException | IllegalArgumentException e) {
            // after the address stands what is wrong with it
            String problem = told(e, secrets).replaceFirst("^.* due to: ", "");
            throw new ConfigurationException(
                    "alerts to " + receiver.name() + ": expected an endpoint as Camel knows it: " + problem);
        }
    }

    private Delivery webhook(Webhook webhook, List<Secret> secrets) {
        HttpEndpoint endpoint = camel.getEndpoint(webhook.url().reveal(), HttpEndpoint.class);
        endpoint.setConnectTimeout(CONNECT.toMillis());
        endpoint.setResponseTimeout(ANSWER.toMillis());
        endpoint.setSoTimeout(ANSWER.toMillis());
        endpoint.setConnectionRequestTimeout(CONNECT.toMillis());
        webhook.caFile()
                .ifPresent(file -> endpoint.setClientConnectionManager(connections(TrustedCertificates.context(file))));
        Map<String, Object> headers = new HashMap<>();
        headers.put(Exchange.HTTP_METHOD, "POST");
        headers.put(Exchange.CONTENT_TYPE, "application/json");
        webhook.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token.reveal()));
        return delivery(endpoint, headers, secrets);
    }

    private static HttpClientConnectionManager connections(SSLContext trusted) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(trusted))
                .build();
    }

    private Delivery mail(Mail mail, List<Secret> secrets) {
        boolean encrypted = mail.server().tls() == Tls.TLS;
        String scheme = encrypted ? "smtps" : "smtp";
        MailEndpoint endpoint = camel.getEndpoint(
                scheme + "://" + mail.server().host() + ":" + mail.server().port(), MailEndpoint.class);
        MailConfiguration how = endpoint.getConfiguration();
        mail.login().ifPresent(login -> {
            how.setUsername(login.user());
            how.setPassword(login.password().reveal());
        });
        how.setFrom(mail.from());
        how.setTo(String.join(",", mail.to()));
        how.setConnectionTimeout((int) CONNECT.toMillis());
        Properties more = new Properties();
        String prefix = "mail." + scheme + ".";
        more.put(prefix + "timeout", Long.toString(ANSWER.toMillis()));
        more.put(prefix + "writetimeout", Long.toString(ANSWER.toMillis()));
        more.put(prefix + "connectiontimeout", Long.toString(CONNECT.toMillis()));
        more.put(prefix + "auth", Boolean.toString(mail.login().isPresent()));
        boolean starttls = mail.server().tls() == Tls.STARTTLS;
        more.put(prefix + "starttls.enable", Boolean.toString(starttls));
        more.put(prefix + "starttls.required", Boolean.toString(starttls));
        more.put(prefix + "ssl.checkserveridentity", "true");
        Optional<Path> caFile = mail.caFile();
        if (caFile.isPresent()) {
            more.put(
                    prefix + "ssl.socketFactory",
                    TrustedCertificates.context(caFile.get()).getSocketFactory());
        }
        how.setAdditionalJavaMailProperties(more);
        return delivery(endpoint, Map.of(), secrets);
    }

    private Delivery endpoint(AlertReceiver.Endpoint wanted, String name, List<Secret> secrets) {
        String uri = wanted.uri().reveal();
        String scheme = uri.substring(0, uri.indexOf(':'));
        if (camel.getComponent(scheme) == null) {
            throw new ConfigurationException("alerts to " + name
                    + ": expected https, smtp or another component of Camel that is on the class path, found \""
                    + scheme
                    + "\"");
        }
        return delivery(camel.getEndpoint(uri), Map.of(), secrets);
    }

    private Delivery delivery(Endpoint endpoint, Map<String, Object> headers, List<Secret> secrets) {
        boolean mail = endpoint instanceof MailEndpoint;
        return new Delivery() {
            @Override
            public void send(Alert alert) throws Exception {
                Exchange exchange = template.send(endpoint, ExchangePattern.InOut, message -> {
                    message.getIn().setHeaders(new HashMap<>(headers));
                    message.getIn().setHeader(ID_HEADER, alert.id());
                    if (mail) {
                        message.getIn().setHeader("Subject", AlertDocument.subject(alert));
                        message.getIn().setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=UTF-8");
                        message.getIn().setBody(AlertDocument.mail(alert, source));
                    } else {
                        message.getIn().setBody(AlertDocument.json(alert, source));
                    }
                });
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
            }

            @Override
            public String problem(Throwable failure) {
                return told(failure, secrets);
            }
        };
    }

    private static String told(Throwable failure, List<Secret> secrets) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof HttpOperationFailedException)) {
            cause = cause.getCause();
        }
        if (cause instanceof HttpOperationFailedException answer) {
            return "answered " + answer.getStatusCode();
        }
        String message = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        for (Secret secret : secrets) {
            message = message.replace(secret.reveal(), "(secret)");
        }
        return ADDRESS.matcher(message.replaceAll("\\p{Cntrl}+", " ")).replaceAll("$1$2");
    }

    @Override
    public void close() {
        camel.stop();
    }
}
