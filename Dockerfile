FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 STATIC_ROOT=/app/staticfiles
RUN useradd --create-home --uid 1000 weirdness && install -d -o weirdness /run/weirdness /data
WORKDIR /app
COPY requirements/app.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/app.txt
COPY . .
RUN SECRET_KEY=only-for-this-step python manage.py collectstatic --no-input
USER weirdness
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
