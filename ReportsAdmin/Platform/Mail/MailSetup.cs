using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Mail;

public static class MailSetup
{
    /// <summary>The outbox and what sends its mails. Settings are checked here, at start.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<MailOptions>());
        services.AddSingleton(SiteAddress.From(configuration));
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<IJobHandler, SendMailHandler>();
        services.AddSingleton<IRetention, MailRetention>();
        return services;
    }
}
