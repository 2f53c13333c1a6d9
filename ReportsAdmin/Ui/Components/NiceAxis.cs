using ReportsAdmin.Platform;

namespace ReportsAdmin.Ui.Components;

/// <summary>A value axis from zero whose ticks are round: 1, 2, 2.5 or 5 times a power of ten.</summary>
public sealed record NiceAxis(decimal Step, int Steps)
{
    public decimal Max => Step * Steps;

    /// <summary>The ticks from 0 to <see cref="Max"/>.</summary>
    public IEnumerable<decimal> Ticks => Enumerable.Range(0, Steps + 1).Select(i => Step * i);

    /// <summary>An axis that holds <paramref name="largest"/> in about <paramref name="aim"/> steps. Nothing, or less, gives 0 to 1.</summary>
    public static NiceAxis For(decimal largest, int aim = 4)
    {
        if (largest <= 0)
            return new NiceAxis(1, 1);
        var rough = largest / aim;
        var power = 1m;
        while (power * 10 <= rough)
            power *= 10;
        while (power > rough)
            power /= 10;
        decimal[] factors = [1m, 2m, 2.5m, 5m, 10m];
        var step = power * factors.First(f => power * f >= rough);
        return new NiceAxis(step, (int)Math.Ceiling(largest / step));
    }

    /// <summary>Where a value stands, 0 to 100.</summary>
    public double Percent(decimal value) => Max == 0 ? 0 : (double)(Math.Clamp(value, 0, Max) / Max * 100);

    /// <summary>A tick in rupees without needless decimals: <c>₹2.5 Cr</c>, <c>₹50 L</c>, <c>0</c>.</summary>
    public static string RupeeTick(decimal rupees)
    {
        if (rupees == 0)
            return "0";
        var parts = Money.FromRupees(rupees).ToShortText().Split(' ');
        var number = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].TrimEnd('0').TrimEnd('.') : parts[0];
        return parts.Length == 1 ? number : $"{number} {parts[1]}";
    }
}
