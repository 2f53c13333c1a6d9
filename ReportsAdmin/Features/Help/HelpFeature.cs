using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Help;

/// <summary>Help: short articles, and the first steps of each role.</summary>
public sealed class HelpFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [new("Help", "/help", "help", 250, null, "Company")];

    public IReadOnlyList<Type> HomeTop => [typeof(Pages.FirstSteps)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<FirstStepQueries>();
        services.AddSingleton<FirstStepCommands>();
        services.AddSingleton<IPaletteSource, HelpPalette>();
    }

    public void Map(ModelBuilder model) =>
        model.Entity<FirstStepDone>(e =>
        {
            e.ToTable("first_steps_done");
            e.HasKey(x => new { x.UserId, x.Step });
            e.Property(x => x.UserId).HasColumnName("user_id");
            e.Property(x => x.Step).HasColumnName("step").HasMaxLength(40);
            e.Property(x => x.At).HasColumnName("at");
        });
}
